#include <linux/module.h>
#include <linux/i2c.h>

static struct i2c_adapter repro_adapter = {
	.owner = THIS_MODULE,
	.class = I2C_CLASS_DDC,
	.name = "repro",
};

static int __init repro_init(void)
{
	repro_adapter.class = I2C_CLASS_DDC;
	repro_adapter.class |= I2C_CLASS_HWMON | I2C_CLASS_DDC;
	return repro_adapter.class ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
