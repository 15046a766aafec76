import { describeLossTerm } from 'alignclip/testing';
import { newLoss } from './new-loss';

describeLossTerm('newLoss', () => newLoss.make({}));
