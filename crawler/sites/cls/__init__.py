"""财联社 (Cailian Press), www.cls.cn."""
