/**
 * Jest's preset for tests of an application that run as CommonJS: this package and those it stands on are ES
 * modules, which Jest otherwise leaves as they are and then cannot load. Written as `"preset": "nestjs-criipto-auth"`.
 * Transforms of the application come first; a transform of the preset takes what none of them takes.
 */

/** What has to be made CommonJS, wherever npm and pnpm put it. */
const ES_MODULES = [
  'nestjs-criipto-auth',
  'jose',
  'openid-client',
  'oauth4webapi',
  '@nestjs/passport',
  'oidc-provider',
].join('|');
const INSTALLED = String.raw`/node_modules/(?:\.pnpm/.+/node_modules/)?`;

const preset = {
  transform: {
    [`${INSTALLED}(?:${ES_MODULES})/.+\\.m?js$`]: require.resolve('./to-common-js.cjs'),
  },
  transformIgnorePatterns: [
    String.raw`/node_modules/(?!(?:\.pnpm/.+/node_modules/)?(?:${ES_MODULES})/)`,
  ],
};

export = preset;
