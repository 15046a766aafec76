"""The other side of `npm run bench:epoch`: an epoch of AlignCLIP in PyTorch, in the way of the paper's code.

Protocol as in bench_step.py; a `step` is a whole epoch. Every image is a PNG file that a DataLoader process opens with
PIL, crops at random, resizes and normalises with torchvision; captions are tokenized by open_clip and filled up to its
context of 77; the captions of each batch go through the sentence encoder (sorted by length, 32 at once, mean of the
tokens, as in sentence-transformers), whose cosines are S.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import open_clip
import torch
import torch.nn.functional as F
import transformers
from bench_step import adam_w, align_clip_loss, build, say, update
from open_clip.tokenizer import SimpleTokenizer
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from transformers import AutoModel, PreTrainedTokenizerFast

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


def write_images(task, folder):
    edge = task["resolution"]
    raw = Path(task["images"]).read_bytes()
    size = edge * edge * 3
    files = []
    for i in range(len(raw) // size):
        files.append(folder / f"{i}.png")
        Image.frombytes("RGB", (edge, edge), raw[i * size : (i + 1) * size]).save(files[-1])
    return files


class Captioned(Dataset):
    def __init__(self, task, files):
        self.files, self.captions = files, task["captions"]
        self.ids = torch.tensor(task["ids"])
        self.tokenizer = SimpleTokenizer(context_length=task["contextLength"])
        crop = transforms.RandomResizedCrop(
            task["imageSize"], scale=(0.9, 1.0), interpolation=transforms.InterpolationMode.BICUBIC
        )
        self.transform = transforms.Compose([crop, transforms.ToTensor(), transforms.Normalize(MEAN, STD)])

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        image = self.transform(Image.open(self.files[i]).convert("RGB"))
        ids = self.tokenizer([self.captions[i]])[0]
        filled = torch.arange(len(ids)) > ids.argmax()  # 0 is also the id of "!"
        return image, self.ids[ids].masked_fill(filled, 0), self.captions[i]


class SentenceEncoder:
    def __init__(self, folder):
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{folder}/tokenizer.json", pad_token="[PAD]")
        self.model = AutoModel.from_pretrained(folder).eval()

    @torch.no_grad()
    def similarity(self, captions):
        order = sorted(range(len(captions)), key=lambda i: -len(captions[i]))
        parts = []
        for start in range(0, len(order), 32):
            texts = [captions[i] for i in order[start : start + 32]]
            given = self.tokenizer(texts, padding=True, truncation=True, max_length=128, return_tensors="pt")
            mask = given["attention_mask"]
            rows = self.model(input_ids=given["input_ids"], attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).float()
            parts.append(F.normalize((rows * weights).sum(1) / weights.sum(1), dim=1))
        sentences = torch.empty(len(captions), parts[0].shape[1])
        sentences[order] = torch.cat(parts)
        return (sentences @ sentences.T).clamp(-1, 1)


class Epochs:
    def __init__(self, task, folder):
        torch.manual_seed(0)
        self.model = build(task)
        self.parameters = sum(p.numel() for p in self.model.parameters())
        self.optimizer = adam_w(self.model)
        self.encoder = SentenceEncoder(task["encoder"])
        self.loader = DataLoader(
            Captioned(task, write_images(task, folder)),
            batch_size=task["batchSize"],
            shuffle=True,
            drop_last=True,
            num_workers=task["workers"],
            persistent_workers=task["workers"] > 0,
        )

    def epoch(self):
        start = time.perf_counter()
        for images, tokens, captions in self.loader:
            distance = 1 - self.encoder.similarity(captions)
            distance.fill_diagonal_(0)
            image, text, scale = self.model(images, tokens)
            update(self.model, self.optimizer, align_clip_loss(image, text, scale, distance))
        return (time.perf_counter() - start) * 1000


def main():
    task = json.loads(sys.stdin.readline())
    torch.set_num_threads(task["threads"])
    with tempfile.TemporaryDirectory() as folder:
        epochs = Epochs(task, Path(folder))
        versions = (
            f"open_clip {open_clip.__version__}, PyTorch {torch.__version__}, transformers {transformers.__version__} "
            f"({task['threads']} threads, {task['workers']} processes that read images)"
        )
        say({"parameters": epochs.parameters, "versions": versions})
        for line in sys.stdin:
            if line.strip() == "step":
                say({"ms": epochs.epoch()})


if __name__ == "__main__":
    main()
