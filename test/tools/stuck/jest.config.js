export default {
  maxWorkers: 2,
  projects: [
    {
      displayName: 'stuck',
      rootDir: import.meta.dirname,
      testMatch: ['<rootDir>/*.fixture.js'],
      transform: {},
    },
  ],
};
