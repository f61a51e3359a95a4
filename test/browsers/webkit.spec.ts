import { tellStoriesIn } from './stories.js';

tellStoriesIn('WebKit');
