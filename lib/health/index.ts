// nestjs-criipto-auth/health: how it stands with the provider, the keys and the stores, for @nestjs/terminus
export { CriiptoAuthHealthIndicator } from './criipto-auth.health.js';
export { CriiptoAuthHealthModule } from './criipto-auth-health.module.js';
