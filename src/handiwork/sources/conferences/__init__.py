"""Conference programmes: four published formats read into talks, speakers and the links they gave themselves."""
