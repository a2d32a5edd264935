export { AesGcmCipher, UnsealError } from './aes-gcm-cipher';
export { ARGON2_COST, type Argon2Cost, Argon2PasswordHasher } from './argon2-password-hasher';
export { JwtAccessTokens, type VerifiedToken } from './jwt-access-tokens';
export { MIN_SECRET_BYTES } from './keys';
