"""Home: a small network learns a spiral as soon as the page opens."""

import streamlit as st

st.title("Hebb")
