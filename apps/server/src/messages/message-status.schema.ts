import { MESSAGE_STATUSES } from '@columba/core';
import { z } from 'zod';

export const messageStatus = z.enum(MESSAGE_STATUSES).describe('How far an own message has come.');
