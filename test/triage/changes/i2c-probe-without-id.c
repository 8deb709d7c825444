#include <linux/module.h>
#include <linux/i2c.h>

static int repro_probe(struct i2c_client *client, const struct i2c_device_id *id)
{
	dev_info(&client->dev, "here\n");
	return 0;
}

static const struct i2c_device_id repro_ids[] = { { "repro", 0 }, {} };
MODULE_DEVICE_TABLE(i2c, repro_ids);

static struct i2c_driver repro_driver = {
	.driver = { .name = "repro" },
	.probe = repro_probe,
	.id_table = repro_ids,
};
module_i2c_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
