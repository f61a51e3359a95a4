import { it } from '@jest/globals';

it('goes on', () => undefined);
