"""NLTK on the same files of WordNet: the synonyms of words, as EDA takes them."""

import json
import shutil
import sys
from pathlib import Path
from string import ascii_lowercase

import nltk.data
from nltk.corpus.reader.wordnet import WordNetCorpusReader

given = json.load(sys.stdin)
folder = Path(given["folder"]) / "wordnet"
shutil.copytree(given["dict"], folder)
for name in ("noun.exc", "verb.exc", "adj.exc", "adv.exc"):
    (folder / name).touch()  # the package has no lists of irregular forms
(folder / "lexnames").write_text("".join(f"{i:02d}\tname{i}\t1\n" for i in range(45)))
nltk.data.path.append(given["folder"])  # the only folders that NLTK reads from
WordNetCorpusReader.map_wn = lambda *_: None  # numbers of synsets in version 3.0, which nothing here asks for
wordnet = WordNetCorpusReader(str(folder), None)


def synonyms(word):
    found = set()
    for synset in wordnet.synsets(word):
        for lemma in synset.lemmas():
            name = lemma.name().replace("_", " ").replace("-", " ").lower()
            found.add("".join(char for char in name if char in " " + ascii_lowercase))
    return sorted(found - {word})


json.dump([synonyms(word) for word in given["words"]], sys.stdout)
