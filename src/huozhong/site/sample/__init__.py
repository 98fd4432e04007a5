"""A labelled sample of Wuxi: real districts and towns, invented unions, firms and people."""

from huozhong.site.sample.build import build_sample
from huozhong.site.sample.cast import SIGN_INS, SignIn

__all__ = ["SIGN_INS", "SignIn", "build_sample"]
