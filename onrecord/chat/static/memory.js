// What this tab remembers of its conversation: questions in sessionStorage, added files in IndexedDB.
const KEY = "on-the-record";
const FILES_LAST = 12 * 3_600_000; // milliseconds: files of tabs that were closed are dropped after that

const read = () => {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
};
const write = (changes) => {
  try { sessionStorage.setItem(KEY, JSON.stringify({ ...read(), ...changes })); } catch { /* a browser that keeps nothing */ }
};

const useFiles = (mode, act) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(KEY, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("files", mode);
    const request = act(transaction.objectStore("files"));
    transaction.oncomplete = () => { opening.result.close(); resolve(request?.result); };
    transaction.onerror = () => reject(transaction.error);
  };
});

const tab = () => {
  if (!read().tab) write({ tab: Math.random().toString(36).slice(2) });
  return read().tab;
};
const dropFile = (id) => {
  write({ files: (read().files ?? []).filter((one) => one !== id) });
  return useFiles("readwrite", (files) => files.delete(`${tab()}/${id}`)).catch(() => {});
};

Object.assign(window.onRecord, {
  restoring: (read().files ?? []).length > 0, // until the files are with the server again, and the questions
  read,
  write,
  dropFile,
  // What the server is told when a session begins.
  recall: () => {
    const { asked = [], filters = {}, opened = "", pending = "", files = [] } = read();
    return { asked, filters, opened, pending, anchor: window.location.hash.slice(1), brings: files.length > 0 };
  },
  // Keeps a file and its side file under the id of its interview, in the place of the id that it had before.
  keepFile: async (id, file, before = id, side = "") => {
    await useFiles("readwrite", (files) => files.put({ file, side, at: Date.now() }, `${tab()}/${id}`)).catch(() => {});
    write({ files: [...(read().files ?? []).filter((one) => one !== id && one !== before), id] });
  },
  takeFiles: async () => {
    const kept = [];
    for (const id of read().files ?? []) {
      const found = await useFiles("readonly", (files) => files.get(`${tab()}/${id}`)).catch(() => null);
      if (found) kept.push({ id, file: found.file, side: found.side ?? "" });
      else await dropFile(id);
    }
    return kept;
  },
  forget: async () => {
    for (const id of read().files ?? []) await dropFile(id);
    sessionStorage.removeItem(KEY);
  },
});

useFiles("readwrite", (files) => {
  files.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (Date.now() - cursor.value.at > FILES_LAST) cursor.delete();
    cursor.continue();
  };
}).catch(() => {});
