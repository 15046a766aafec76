"""Small files of Hugging Face's tokenizers, and the ids that the library gives, for specs that run without Python.

usage: make_tokenizers.py FOLDER   (needs the PyPI package tokenizers; written with 0.23.3)

clip.json: byte-level BPE with end-of-word marks, as CLIP's. siglip.json: unigram, as SigLIP's. gemma.json: BPE with bytes
for what it doesn't know, as SigLIP 2's. expected.json: texts, and for each file the ids of each text.
"""

import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

TEXTS = [
    "a photo of a cat",
    "Two dogs run through the snow, one of them with a red ball!",
    "  the sign says “open until 10 o'clock”  ",
    "a café — naïve façade, 25°",
    "",
    "snow_ball (red); 猫 and 🐱",
    "a dog " * 12,
]


def clip():
    tokenizer = Tokenizer(models.BPE(unk_token="<|endoftext|>", end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    pattern = r"""<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(pattern), "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=340, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), end_of_word_suffix="</w>", show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    size = tokenizer.get_vocab_size()
    tokenizer.add_special_tokens(
        [AddedToken(one, normalized=True, special=True) for one in ("<|startoftext|>", "<|endoftext|>")]
    )
    tokenizer.post_processor = processors.RobertaProcessing(
        sep=("<|endoftext|>", size + 1), cls_token=("<|startoftext|>", size), trim_offsets=False, add_prefix_space=False
    )
    return tokenizer


def siglip():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Lowercase(),
            normalizers.Replace(Regex("[!\"#$%&'()*+,-./:;<=>?@\\[\\\\\\]^_`{|}~]"), ""),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    trainer = trainers.UnigramTrainer(
        vocab_size=90, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS[:4] + TEXTS[6:], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.enable_padding(pad_id=1, pad_token="</s>", length=64)
    return tokenizer


def gemma():
    specials = ["<pad>", "<eos>", "<bos>", "<unk>"]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=specials + [f"<0x{byte:02X}>" for byte in range(256)], show_progress=False
    )
    tokenizer.train_from_iterator([one.lower() for one in TEXTS[:4]], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="$A <eos>", special_tokens=[("<eos>", 1)])
    return tokenizer


def main(folder):
    expected = {}
    for name, make in (("clip", clip), ("siglip", siglip), ("gemma", gemma)):
        tokenizer = make()
        tokenizer.save(str(folder / f"{name}.json"), pretty=False)
        tokenizer.no_padding()
        expected[name] = [tokenizer.encode(text).ids for text in TEXTS]
    (folder / "expected.json").write_text(json.dumps({"texts": TEXTS, "ids": expected}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
