"""How many kinds of service a unit has at most, and the one that no unit serves: its employees."""

# With the box for "no service" the month page then has twelve inputs, which is all it may have.
MOST_ACTIVE = 11
# In the order of the list, retired ones among them.
LAST_PLACE = 1000
# Whether a service is active, as a table may say it; nothing is yes.
YES_NO = {"ya": True, "tidak": False, "yes": True, "no": False, "": True}
# The name under which the employees stand beside the services; their number is the target of the
# surveys that ask them all.
EMPLOYEES = "pegawai"
STAFF_NAMES = ("Pegawai", "Employees")
