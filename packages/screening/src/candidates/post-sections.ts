import type { NamedWords } from './word-collector.ts';

/** For each word the names that hold it, each name once, in order. */
export function postSections(names: NamedWords): { postOffset: Uint32Array; posts: Uint32Array } {
  const tokenCount = names.words.tokenParts.length;
  const postOffset = new Uint32Array(tokenCount + 1);
  eachPost(names, (token) => {
    postOffset[token + 1] = (postOffset[token + 1] as number) + 1;
  });
  for (let token = 0; token < tokenCount; token++) {
    postOffset[token + 1] = (postOffset[token + 1] as number) + (postOffset[token] as number);
  }
  const next = postOffset.slice(0, tokenCount);
  const posts = new Uint32Array(postOffset[tokenCount] as number);
  eachPost(names, (token, name) => {
    posts[next[token] as number] = name;
    next[token] = (next[token] as number) + 1;
  });
  return { postOffset, posts };
}

/** Every word of every name, a word that a name repeats only once. */
export function eachPost(names: NamedWords, visit: (token: number, name: number) => void): void {
  const nameCount = names.nameTokenOffset.length - 1;
  const lastName = new Int32Array(names.words.tokenParts.length).fill(-1);
  const offset = names.nameTokenOffset.view();
  const tokens = names.nameTokens.view();
  for (let name = 0; name < nameCount; name++) {
    const end = offset[name + 1] as number;
    for (let at = offset[name] as number; at < end; at++) {
      const token = tokens[at] as number;
      if (lastName[token] === name) continue;
      lastName[token] = name;
      visit(token, name);
    }
  }
}
