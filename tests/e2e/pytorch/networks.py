"""Writes networks of PyTorch with random weights as files, with their logits and the public Grad-CAM's maps.

Run in an environment of PyTorch's own: ``python networks.py FOLDER``. For each network there is a file to bring in and
``NAME.npz``: ``film`` (1, channels, rows, columns), ``logits`` (outputs,) and ``maps`` (outputs, h, w), signed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torchvision
import torchxrayvision
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

OUTPUTS = 7


@dataclass(frozen=True)
class Case:
    """A network, the module whose output is the map, and what exports it."""

    make: Callable[[], Any]
    layer: Callable[[Any], Any]
    side: int = 224
    channels: int = 3
    opset: int = 18
    dynamo: bool = True
    tokens: bool = False
    pickled: str = ""


class Signed(GradCAM):  # type: ignore[misc]  # PyTorch is not in the environment that checks types
    """The public Grad-CAM, which keeps its map as it was before the ReLU."""

    def get_cam_image(self, *given: Any, **named: Any) -> Any:
        """Remember what is made."""
        self.made = super().get_cam_image(*given, **named)
        return self.made


class DenseNetWithLastReLU(torch.nn.Module):  # type: ignore[misc]  # as above
    """torchxrayvision's network with its last ReLU as a module, so that the public Grad-CAM can hook it."""

    def __init__(self) -> None:
        super().__init__()
        self.own = torchxrayvision.models.DenseNet(num_classes=18)
        self.last = torch.nn.ReLU()

    def forward(self, film: Any) -> Any:
        """As the network's own forward, without sigmoid."""
        maps = self.last(self.own.features(film))
        return self.own.classifier(maps.mean(dim=(2, 3)))


def resnet_of_films() -> Any:
    """torchxrayvision's ResNet: torchvision's, of one channel."""
    network = torchvision.models.resnet50(num_classes=18, weights=None)
    network.conv1 = torch.nn.Conv2d(1, 64, kernel_size=7, stride=2, padding=3, bias=False)
    return network


def of_torchvision(name: str) -> Callable[[], Any]:
    """A network of torchvision's with random weights."""
    return lambda: getattr(torchvision.models, name)(num_classes=OUTPUTS, weights=None)


def last_features(network: Any) -> Any:
    """The last module before pooling."""
    return network.features[-1]


CASES = {
    "xrv-densenet121": Case(DenseNetWithLastReLU, lambda it: it.last, channels=1, pickled="own"),
    "xrv-resnet50": Case(resnet_of_films, lambda it: it.layer4[-1], side=512, channels=1, pickled="state"),
    "resnet50": Case(of_torchvision("resnet50"), lambda it: it.layer4[-1], opset=11, dynamo=False),
    "mobilenet_v3": Case(of_torchvision("mobilenet_v3_large"), last_features, opset=13, dynamo=False),
    "efficientnet_b0": Case(of_torchvision("efficientnet_b0"), last_features),
    "convnext_tiny": Case(of_torchvision("convnext_tiny"), last_features),
    "vit_b_16": Case(of_torchvision("vit_b_16"), lambda it: it.encoder.layers[-1].ln_1, tokens=True),
}


def settled(network: Any, film: Any) -> Any:
    """The network with batch norms that know a film, so that numbers neither vanish nor explode."""
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 0.5
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.cat([film, film.flip(3)]))
    if hasattr(network, "heads"):
        torch.nn.init.normal_(network.heads.head.weight, std=0.02)
    for module in network.modules():
        if module.__class__.__name__ == "CNBlock":
            torch.nn.init.constant_(module.layer_scale, 0.1)
    return network.eval()


def grid_of_tokens(tokens: Any) -> Any:
    """A transformer's tokens (1, 1 + h w, K) as a map (1, K, h, w), the class token aside."""
    side = round((tokens.shape[1] - 1) ** 0.5)
    return tokens[:, 1:].reshape(1, side, side, -1).permute(0, 3, 1, 2)


def exported(case: Case, network: Any, film: Any, path: Path) -> None:
    """The network as an ONNX file."""
    torch.onnx.export(
        network,
        (film,),
        str(path),
        opset_version=case.opset,
        dynamo=case.dynamo,
        input_names=["film"],
        output_names=["logits"],
        external_data=False,
        verbose=False,
    )


def write(name: str, case: Case, folder: Path) -> None:
    """One network with what PyTorch says of a film."""
    torch.manual_seed(len(name))
    scale = 1024 if case.channels == 1 else 2
    film = (torch.rand(1, case.channels, case.side, case.side) * 2 - 1) * scale
    film[:, :, 40:120, 60:150] *= 0.2
    network = settled(case.make(), film)
    with torch.no_grad():
        logits = network(film)[0].numpy()
    reshape = grid_of_tokens if case.tokens else None
    cam = Signed(model=network, target_layers=[case.layer(network)], reshape_transform=reshape)
    maps = []
    for output in range(len(logits)):
        cam(input_tensor=film, targets=[ClassifierOutputTarget(output)])
        maps.append(np.asarray(cam.made[0], np.float32))
    cam.activations_and_grads.release()
    np.savez(folder / f"{name}.npz", film=film.numpy(), logits=logits, maps=np.stack(maps))
    exported(case, network, film, folder / f"{name}.onnx")
    if case.pickled == "own":
        torch.save(network.own, folder / f"{name}.pt")
        torch.save(network.own, folder / f"{name}-legacy.pt", _use_new_zipfile_serialization=False)
    elif case.pickled == "state":
        torch.save(network.state_dict(), folder / f"{name}.pt")


if __name__ == "__main__":
    torch.set_num_threads(1)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:] or list(CASES)
    for wish in wanted:
        write(wish, CASES[wish], target)
        sys.stdout.write(f"{wish}: written\n")
