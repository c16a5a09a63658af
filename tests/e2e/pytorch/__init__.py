"""Networks of PyTorch beside what this program makes of them; run by ``tests/e2e/torch.sh``."""
