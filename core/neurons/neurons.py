"""Neurons: the models of a nerve cell, one table."""

from typing import Literal

from core.neurons.hodgkin_huxley import HodgkinHuxley
from core.neurons.izhikevich import Izhikevich
from core.neurons.lif import LIF

NeuronId = Literal["lif", "izhikevich", "hodgkin_huxley"]

NEURONS: dict[str, type[LIF] | type[Izhikevich] | type[HodgkinHuxley]] = {
    "lif": LIF,
    "izhikevich": Izhikevich,
    "hodgkin_huxley": HodgkinHuxley,
}
