#include <linux/fs.h>
#include <linux/module.h>

int repro_setattr(struct dentry *dentry, struct iattr *attr);
int repro_setattr(struct dentry *dentry, struct iattr *attr)
{
	int error = setattr_prepare(dentry, attr);

	if (error)
		return error;
	setattr_copy(d_inode(dentry), attr);
	return inode_permission(d_inode(dentry), MAY_READ);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
