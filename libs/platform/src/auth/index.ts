export { AesGcmCipher, cipherOf, mapSealed, sealedByOthers, UnsealError } from './aes-gcm-cipher';
export { ApiClientUses, USE_RESOLUTION_SECONDS } from './api-client-uses';
export { ARGON2_COST, type Argon2Cost, Argon2PasswordHasher } from './argon2-password-hasher';
export { AuthModule } from './auth.module';
export { JwtAccessTokens, type VerifiedToken } from './jwt-access-tokens';
export { MIN_SECRET_BYTES } from './keys';
export { PRINCIPAL_TTL_MS, PrincipalCache } from './principal-cache';
