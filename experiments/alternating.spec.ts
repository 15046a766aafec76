import type { SharingStrategy } from 'alignclip';
import { describeSharingStrategy } from '@alignclip/sharing/testing';
import { alternating } from './alternating';

describeSharingStrategy('alternating', () => alternating.create(alternating().options) as SharingStrategy);
