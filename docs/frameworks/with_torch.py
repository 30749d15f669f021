"""The networks of the book in PyTorch."""

from itertools import pairwise

import nnbook
import torch
from torch import nn


def grades_layer():
    """Return the dense layer of the grades table, and its ReLU."""
    return nn.Sequential(nn.Linear(7, 2), nn.ReLU())


def digit_network(*sizes):
    """Return dense layers of these sizes, with ReLU between them."""
    layers = []
    for d_in, d_out in pairwise(sizes):
        layers += [nn.Linear(d_in, d_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def convolutional_network():
    """Return the network that knows about neighbours."""
    layers = [nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Flatten(), nn.Linear(256, 120), nn.ReLU()]
    layers += [nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return nn.Sequential(*layers)


def take(model, net):
    """Give the model the parameters of a network of the book."""
    state = nnbook.to_state_dict(net)
    model.load_state_dict({k: torch.tensor(v) for k, v in state.items()})


def outputs(model, X):
    """Return the model's outputs for the rows of X."""
    with torch.no_grad():
        return model(torch.tensor(X)).numpy()


def train(model, X, y, *, epochs, batch_size, rate, seed):
    """Learn from mini-batches, with cross-entropy and Adam."""
    torch.manual_seed(seed)
    X, y = torch.tensor(X), torch.tensor(y, dtype=torch.long)
    loss = nn.CrossEntropyLoss()
    adam = torch.optim.Adam(model.parameters(), lr=rate)
    for _ in range(epochs):
        for rows in torch.randperm(len(X)).split(batch_size):
            adam.zero_grad()
            loss(model(X[rows]), y[rows]).backward()
            adam.step()
    return model
