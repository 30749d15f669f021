"""The networks of the book in Keras, on TensorFlow, JAX or PyTorch."""

import keras
from keras import layers


def grades_layer():
    """Return the dense layer of the grades table, with its ReLU."""
    return keras.Sequential([keras.Input((7,)), layers.Dense(2, "relu")])


def digit_network(d_in, *sizes):
    """Return dense layers of these sizes, with ReLU between them."""
    hidden = [layers.Dense(size, "relu") for size in sizes[:-1]]
    last = layers.Dense(sizes[-1])
    return keras.Sequential([keras.Input((d_in,)), *hidden, last])


def convolutional_network():
    """Return the network that knows about neighbours."""
    net = [keras.Input((1, 28, 28)), layers.Permute((2, 3, 1))]
    net += [layers.Conv2D(6, 5, activation="relu"), layers.MaxPool2D(2)]
    net += [layers.Conv2D(16, 5, activation="relu"), layers.MaxPool2D(2)]
    net += [layers.Permute((3, 1, 2)), layers.Flatten()]
    net += [layers.Dense(120, "relu"), layers.Dense(84, "relu")]
    return keras.Sequential([*net, layers.Dense(10)])


def take(model, net):
    """Give the model the parameters of a network of the book."""
    arrays = net.named_parameters().values()
    turned = [a.transpose(2, 3, 1, 0) if a.ndim == 4 else a for a in arrays]
    model.set_weights(turned)


def outputs(model, X):
    """Return the model's outputs for the rows of X."""
    return model.predict(X, batch_size=1000, verbose=0)


def train(model, X, y, *, epochs, batch_size, rate, seed):
    """Learn from mini-batches, with cross-entropy and Adam."""
    keras.utils.set_random_seed(seed)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss)
    model.fit(X, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model
