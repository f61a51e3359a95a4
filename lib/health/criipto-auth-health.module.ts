import { Module } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';

import { CriiptoAuthHealthIndicator } from './criipto-auth.health.js';

/** Provides `CriiptoAuthHealthIndicator`, beside a `CriiptoAuthModule` that is global (as it is by default). */
@Module({
  providers: [HealthIndicatorService, CriiptoAuthHealthIndicator],
  exports: [CriiptoAuthHealthIndicator],
})
export class CriiptoAuthHealthModule {}
