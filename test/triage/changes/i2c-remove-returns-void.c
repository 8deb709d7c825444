#include <linux/module.h>
#include <linux/i2c.h>

static int repro_remove(struct i2c_client *client)
{
	dev_info(&client->dev, "gone\n");
	return 0;
}

static struct i2c_driver repro_driver = {
	.driver = { .name = "repro" },
	.remove = repro_remove,
};
module_i2c_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
