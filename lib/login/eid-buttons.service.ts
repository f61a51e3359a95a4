import { Injectable } from '@nestjs/common';

import { acrValuesOf, eidOfAcr } from '../eid/assurance/eid-acr-values.js';
import { type Eid, EID_PROFILES } from '../eid/eids.js';
import { safeReturnTo } from '../http/return-to.js';
import { DEFAULT_LANGUAGE, type Language } from '../languages/language.js';
import { CriiptoClient } from '../oidc/criipto-client.service.js';
import { absoluteUrl } from '../options/reading/site.js';
import { ResolvedOptions } from '../options/resolved-options.js';

/** A button for one eID. */
export interface EidButton {
  /** As `CriiptoUser.eid` has it: for a logo, and for a class in CSS. */
  readonly eid: Eid;
  /** Plain text, in the wording that MitID and BankID prescribe. Escape it in HTML. */
  readonly label: string;
  /** A URL of this application that begins the login. */
  readonly href: string;
  /** What the login asks for. */
  readonly acrValues: readonly string[];
}

/** What a page of the application wants its buttons to be. */
export interface EidButtonsRequest {
  /** @default `pages.language`, and `'en'` where that is `'auto'` */
  readonly language?: Language;
  /** The path of this application that each login comes back to. */
  readonly returnTo?: string;
}

/** The buttons of a page of your own to log in by. */
@Injectable()
export class EidButtons {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
  ) {}

  /**
   * One for each eID, in the order of `login.eids`, else of `login.acrValues`, if the provider lists it
   * (`acr_values_supported`). With `login.eids` each leads to its eID; without, to where the provider lets the user
   * choose. None without a login route.
   *
   * @throws {CriiptoAuthError} `discovery_…` when the provider's metadata cannot be had.
   */
  async list({ language, returnTo }: EidButtonsRequest = {}): Promise<readonly EidButton[]> {
    const { login, pages } = this.options;
    const { acr_values_supported: listed } = await this.client.metadata();
    const spoken = language ?? (pages.language === 'auto' ? DEFAULT_LANGUAGE : pages.language);
    const named = login.eids.length > 0 ? login.eids : login.acrValues.map(eidOfAcr);
    const buttons = [...new Set(named)].flatMap((eid) => {
      const href = this.hrefOf(eid, returnTo);
      if (eid === undefined || href === undefined) return [];
      const acrValues = acrValuesOf(eid, login.acrValues).filter(
        (acr) => listed?.includes(acr) ?? true,
      );
      return acrValues.length === 0 ? [] : { eid, label: labelOf(eid, spoken), href, acrValues };
    });
    return distinct(buttons);
  }

  private hrefOf(eid: string | undefined, returnTo: string | undefined): string | undefined {
    const { site, routes, login } = this.options;
    if (!routes.login) return undefined;
    const query = new URLSearchParams();
    if (eid !== undefined && login.eids.length > 0) query.set('eid', eid);
    const safe = safeReturnTo(returnTo);
    if (safe !== undefined) query.set('returnTo', safe);
    const url = absoluteUrl(site, routes.login.path);
    return query.size === 0 ? url : `${url}?${query.toString()}`;
  }
}

function labelOf(eid: Eid, language: Language): string {
  const labels = EID_PROFILES.find((each) => each.eid === eid)?.button;
  return labels?.[language] ?? labels?.[DEFAULT_LANGUAGE] ?? eid;
}

/** Two that say the same say their country, too: there is a BankID in Sweden and one in Norway. */
function distinct(buttons: readonly EidButton[]): readonly EidButton[] {
  return buttons.map((button) => {
    const isAlone = buttons.filter(({ label }) => label === button.label).length === 1;
    const country = EID_PROFILES.find(({ eid }) => eid === button.eid)?.buttonCountry;
    if (isAlone || country === undefined) return button;
    return { ...button, label: `${button.label} (${country})` };
  });
}
