#include <linux/module.h>
#include <linux/i2c-mux.h>

static __maybe_unused int repro(struct i2c_mux_core *muxc)
{
	return i2c_mux_add_adapter(muxc, 0, 1, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
