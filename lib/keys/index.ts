// For those who write a signer, a key provider or the store of a key ring. The classes are those of the main entry point
export { KeyProvider, type DecryptionKey } from './key-provider.js';
export type { KeyRingOptions, KeysOptions, PrivateJwk } from './sources/keys-options.js';
export type { PublicJwk } from './public-jwk.js';
export type { Signer } from './signer.js';
export type { SigningAlgorithm } from './algorithms.js';
export { remoteSigner, type RemoteSign, type RemoteSignerOptions } from './remote/remote-signer.js';
export type { RemoteSignerLimits } from './remote/remote-limits.js';
export { KeyRotationService } from './ring/key-rotation.service.js';
export type { KeyInRing, KeyRevocation, KeyRotation } from './ring/key-ring-report.js';
export type { KeyInUse, RingStatus } from './ring/key-ring-status.js';
export type { KeyAlgorithm, KeyRecord, KeyState } from './ring/key-ring.js';
export { KeyRingStore, type KeyRingContent, type StoredKey } from './ring/key-ring.store.js';
export { FileKeyRingStore } from './ring/file-key-ring.store.js';
export { InMemoryKeyRingStore } from './ring/in-memory-key-ring.store.js';
