int sample_twice(void);
int sample_twice(void)
{
	return 2;
}
