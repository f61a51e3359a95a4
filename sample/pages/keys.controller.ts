import { Controller, HttpStatus, Post, Redirect } from '@nestjs/common';
import { CriiptoUser, CurrentUser, KeyProvider, KeyRotationService } from 'nestjs-criipto-auth';

import { keysPage } from '../views/keys.js';
import { Page } from './page.decorator.js';

/** For whoever runs the application. An application of yours would ask for more than a login here. */
@Controller()
export class KeysController {
  constructor(
    private readonly keys: KeyProvider,
    private readonly rotation: KeyRotationService,
  ) {}

  @Page('keys')
  async show(@CurrentUser() user: CriiptoUser): Promise<string> {
    const ring = this.rotation.isRotating ? await this.rotation.list() : undefined;
    return keysPage(user, await this.keys.publicKeys(), ring);
  }

  /** The session cookie is `SameSite=Lax`: another site's form comes without it, and is refused. */
  @Post('keys/rotation')
  @Redirect('/keys', HttpStatus.SEE_OTHER)
  async rotate(): Promise<void> {
    await this.rotation.rotate();
  }

  /** What one does when a key has to go at once. This provider, the fake, keeps no copy of our keys. */
  @Post('keys/forced-rotation')
  @Redirect('/keys', HttpStatus.SEE_OTHER)
  async rotateAtOnce(): Promise<void> {
    await this.rotation.rotate({ force: true });
  }
}
