/** What the edges of the library need to know of an error: its HTTP status, and whether trying again may help. */
export interface ErrorTraits {
  readonly status: number;
  readonly retryable: boolean;
}

const refused = (status: number): ErrorTraits => ({ status, retryable: false });
const temporary = (status: number): ErrorTraits => ({ status, retryable: true });

/**
 * Every error code, with its HTTP status. The one table that the edges read; the codes are stable
 * and documented in `docs/reference/errors.md`.
 */
export const ERROR_CODES = {
  // The application's configuration and its keys
  invalid_options: refused(500),
  key_invalid: refused(500),
  key_unavailable: temporary(503),
  signer_failed: temporary(503),

  // The provider's metadata and keys
  discovery_failed: temporary(503),
  discovery_invalid: refused(502),
  discovery_issuer_mismatch: refused(502),
  provider_keys_unavailable: temporary(503),

  // The start of a login
  login_cross_site: refused(403),
  login_hint_invalid: refused(400),
  login_too_frequent: temporary(429),

  // The callback
  callback_malformed: refused(400),
  callback_empty: refused(400),
  form_unreadable: refused(500),
  login_unknown: refused(400),
  login_expired: refused(400),
  login_already_used: refused(400),
  store_unavailable: temporary(503),
  login_revoked: refused(401),
  issuer_missing: refused(400),
  issuer_mismatch: refused(400),
  login_cancelled: refused(401),
  login_refused_by_provider: refused(401),
  login_required: refused(401),
  login_interaction_required: refused(401),
  login_consent_required: refused(401),
  login_account_selection_required: refused(401),
  provider_temporarily_unavailable: temporary(503),

  // A login that happens elsewhere
  login_request_invalid: refused(400),
  login_user_unknown: refused(400),
  login_polled_elsewhere: refused(409),

  // Talking to the provider
  provider_unreachable: temporary(503),
  provider_timeout: temporary(504),
  provider_response_invalid: refused(502),
  client_authentication_failed: refused(502),
  code_rejected: refused(400),
  refresh_rejected: refused(401),
  provider_error: refused(502),

  // The ID token
  id_token_missing: refused(401),
  id_token_malformed: refused(401),
  id_token_too_large: refused(401),
  id_token_not_encrypted: refused(401),
  id_token_decryption_failed: refused(401),
  id_token_type_unexpected: refused(401),
  id_token_algorithm_unexpected: refused(401),
  id_token_key_unknown: refused(401),
  id_token_signature_invalid: refused(401),
  id_token_issuer_mismatch: refused(401),
  id_token_audience_mismatch: refused(401),
  id_token_subject_mismatch: refused(401),
  id_token_azp_mismatch: refused(401),
  id_token_expired: refused(401),
  id_token_not_yet_valid: refused(401),
  id_token_nonce_mismatch: refused(401),
  id_token_request_mismatch: refused(401),
  id_token_at_hash_mismatch: refused(401),
  id_token_claim_invalid: refused(401),

  // Userinfo
  userinfo_invalid: refused(502),
  userinfo_subject_mismatch: refused(401),

  // A token that comes to an API
  bearer_token_missing: refused(401),
  bearer_request_malformed: refused(400),
  bearer_token_invalid: refused(401),
  bearer_scope_insufficient: refused(403),
  bearer_authentication_insufficient: refused(401),

  // A logout at our own route
  logout_cross_site: refused(403),

  // A logout that the provider tells of
  logout_token_missing: refused(400),
  logout_token_invalid: refused(400),
  logout_token_replayed: refused(400),

  // The user
  acr_not_satisfied: refused(403),
  authentication_too_old: refused(403),
  user_mismatch: refused(403),
  age_too_low: refused(403),
  company_required: refused(403),
  user_refused: refused(403),
  user_too_large: refused(500),

  // The session
  sessions_not_stored: refused(500),
  session_ended: refused(401),

  // An access token for calling APIs
  access_token_missing: refused(401),
  access_token_expired: refused(401),
  refresh_pending: temporary(503),
} as const satisfies Record<string, ErrorTraits>;

/** The stable name of what went wrong. Callers branch on it, never on a message. */
export type CriiptoAuthErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(value: unknown): value is CriiptoAuthErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
