import { tellStoriesIn } from './stories.js';

tellStoriesIn('Chromium');
