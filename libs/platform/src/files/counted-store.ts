import { type FileStore, FileTooLargeError, StoreFullError } from '@atrium/sdk';
import { fileBytes, filesStored } from './file.metrics';

/** The store, with everything counted that is given to it. */
export function counted(store: FileStore): FileStore {
  const write = store.write.bind(store);
  store.write = async (...given) => {
    try {
      const content = await write(...given);
      filesStored.add({ outcome: 'stored' });
      fileBytes.add({}, content.bytes);
      return content;
    } catch (error) {
      const outcome =
        error instanceof FileTooLargeError ? 'refused' : error instanceof StoreFullError ? 'full' : 'failed';
      filesStored.add({ outcome });
      throw error;
    }
  };
  return store;
}
