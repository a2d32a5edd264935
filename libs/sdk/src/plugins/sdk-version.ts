/** Version of this package, which plugins name a range of. */
export const SDK_VERSION = '0.1.0';
