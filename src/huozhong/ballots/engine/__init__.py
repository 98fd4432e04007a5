"""Ballots that nobody can open and anybody can check, in the Belenios file form, protocol version 1.

Homomorphic ElGamal with proofs, written from the public specification 2.0 of Belenios (Glondu); section numbers in this
package are of that text. None of Belenios' code is used. Everything is pure: no clock, no rows, no Django.
"""
