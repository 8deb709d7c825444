static int sample_never_used(void)
{
	return 1;
}
