import { Injectable } from '@nestjs/common';
import { type AssertionOverrides, ClientAssertionService } from 'nestjs-criipto-auth';

type JsonObject = Readonly<Record<string, unknown>>;

/** What a client assertion says, without the signature that would make it usable. */
export interface DecodedAssertion {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/** Makes assertions as ever, and keeps what the last one said, whoever's login it was for: nothing in it is secret. */
@Injectable()
export class RememberingAssertionService extends ClientAssertionService {
  last: DecodedAssertion | undefined;

  override async create(overrides?: AssertionOverrides): Promise<string> {
    const assertion = await super.create(overrides);
    this.last = decode(assertion);
    return assertion;
  }
}

function decode(assertion: string): DecodedAssertion {
  const [header = '', claims = ''] = assertion.split('.');
  return { header: parse(header), claims: parse(claims) };
}

function parse(segment: string): JsonObject {
  const json = Buffer.from(segment, 'base64url').toString();
  return JSON.parse(json) as JsonObject; // our own service made it
}
