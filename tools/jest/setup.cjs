// `reflect-metadata` is a peer of inversify; nothing of ours uses it.
