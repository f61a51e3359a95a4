import { UnauthorizedException } from '@nestjs/common';

/** A refusal that a person will see. Our own filter answers it by a page; to every other it is what Nest throws. */
export class RefusedPageException extends UnauthorizedException {}
