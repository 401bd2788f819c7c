all_of_them = []
