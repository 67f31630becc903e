/** For processes whose program is not ours to write (`node --import`): has them tell what they have used. */
import { answerUsage } from './usage.js';

answerUsage();
