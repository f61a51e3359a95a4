import { tellStoriesIn } from './stories.js';

tellStoriesIn('Firefox');
