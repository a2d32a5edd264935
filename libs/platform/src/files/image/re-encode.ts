import type { FileStore, WrittenContent } from '@atrium/sdk';
import type { OutputInfo, Sharp } from 'sharp';

/** Longest side of what is kept, and of the thumbnail. Pixels. */
const LONGEST_SIDE = 4096;
const THUMBNAIL_SIDE = 480;

export type ImageProblem = 'imageDamaged' | 'imageTooLarge';

/** The image is not to be kept; trying again would not help. */
export class ImageRefused extends Error {
  constructor(
    readonly problem: ImageProblem,
    cause?: unknown,
  ) {
    super(`Refused: ${problem}`, { cause });
    this.name = 'ImageRefused';
  }
}

export interface ReEncoded {
  readonly image: WrittenContent;
  readonly thumbnail: WrittenContent;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface ReEncodeOptions {
  readonly store: FileStore;
  /** UUID of the tenant. */
  readonly folder: string;
  /** Declared media type, which the content bears. */
  readonly type: string;
  readonly maxPixels: number;
  readonly maxBytes: number;
}

/** As libvips names them. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'image/avif': ['heif', 'avif'],
};

/**
 * Decodes the pixels and encodes them anew, with a thumbnail: what else the file held (place and time of the photo,
 * comments, anything hidden) is gone. Turned upright first, because the mark that said so goes too.
 *
 * @throws ImageRefused when it cannot be decoded or has more pixels than `maxPixels`, all frames counted
 */
export async function reEncode(path: string, options: ReEncodeOptions): Promise<ReEncoded> {
  const { store, folder, type, maxPixels, maxBytes } = options;
  // Loaded where it is needed, because it brings a large library into the process.
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const open = (animated: boolean): Sharp =>
    sharp(path, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true, animated }).autoOrient();

  const facts = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw new ImageRefused('imageDamaged', error);
    });
  const frames = facts.pages ?? 1;
  if (facts.width * facts.height * frames > maxPixels) throw new ImageRefused('imageTooLarge');
  if (!FORMATS[type]?.includes(facts.format)) throw new ImageRefused('imageDamaged');

  const isAnimated = frames > 1 && (type === 'image/gif' || type === 'image/webp');
  const fit = { fit: 'inside', withoutEnlargement: true } as const;
  const main = await made(
    encoded(open(isAnimated).resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, ...fit }), type),
  );
  const small = await made(
    open(false)
      .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, ...fit })
      .webp({ quality: 75 }),
  );
  const write = ({ data }: Made): Promise<WrittenContent> =>
    store.write(folder, (sink) => Promise.resolve(void sink.end(data)), { maxBytes });
  const image = await write(main);
  try {
    const { width, height, pageHeight } = main.info;
    return { image, thumbnail: await write(small), width, height: pageHeight ?? height };
  } catch (error) {
    await store.remove(image.key);
    throw error;
  }
}

interface Made {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

/** In memory, so that what the decoder complains of is told from what the store does. */
const made = (image: Sharp): Promise<Made> =>
  image.toBuffer({ resolveWithObject: true }).catch((error: unknown) => {
    throw new ImageRefused('imageDamaged', error);
  });

function encoded(image: Sharp, type: string): Sharp {
  switch (type) {
    case 'image/png':
      return image.png();
    case 'image/webp':
      return image.webp({ quality: 85 });
    case 'image/gif':
      return image.gif();
    case 'image/avif':
      return image.avif({ quality: 60, effort: 2 });
    default:
      return image.jpeg({ quality: 85 });
  }
}
