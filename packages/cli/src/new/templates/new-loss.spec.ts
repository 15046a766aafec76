import { describeLossTerm } from '@alignclip/losses/testing';
import { newLoss } from './new-loss';

describeLossTerm('newLoss', () => newLoss.make({}));
