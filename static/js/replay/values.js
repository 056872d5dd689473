/** Which of a program's values are its data, rather than its text or the handles of its threads and locks. */

const CODE = /^<(function|class|module|built-in|coroutine|method|bound method)\b/;
const HANDLE =
  /^[[({]*<(Thread|Timer|Process|Lock|RLock|Condition|Semaphore|BoundedSemaphore|Event|Barrier|Queue|Task|Future|locked|unlocked|_\w+)\b/;

/** @param {string} value  a short repr */
export const isData = (value) => value !== 'unset' && !CODE.test(value) && !HANDLE.test(value);
