#include <linux/i2c.h>
#include <linux/module.h>

static __maybe_unused void repro_class(struct i2c_adapter *adapter)
{
	adapter->class = I2C_CLASS_HWMON | I2C_CLASS_SPD;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
